//! GeoJSON from anywhere: what is taken lies on the globe and within the limit of points.
#![no_main]

use kulla_desk::profile::outlines;
use kulla_record::place::PLACE_POINTS_MAX;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(read) = outlines(text) else { return };
    for outline in read {
        assert!(outline.shape.points().count() <= PLACE_POINTS_MAX);
        assert!(outline.shape.points().all(|point| point.is_on_globe()));
        assert!(outline.words.iter().all(|word| kulla_picture::fold(word) == *word));
    }
});
