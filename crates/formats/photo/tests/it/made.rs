//! Pictures that are written by code: the smallest that a viewer shows, and what telephones put into them.

/// A marker segment.
pub fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// A Huffman table with one code of one bit.
pub fn huffman(class: u8, number: u8) -> Vec<u8> {
    let mut content = vec![class << 4 | number, 1];
    content.extend([0; 15]);
    content.push(0);
    segment(0xc4, &content)
}

pub fn quantisation() -> Vec<u8> {
    segment(0xdb, &[&[0][..], &[1; 64]].concat())
}

/// A frame of so many colours.
pub fn frame(marker: u8, width: u16, height: u16, colours: u8) -> Vec<u8> {
    let mut content = vec![8];
    content.extend(height.to_be_bytes());
    content.extend(width.to_be_bytes());
    content.push(colours);
    (1..=colours).for_each(|id| content.extend([id, 0x11, 0]));
    segment(marker, &content)
}

pub fn scan(colours: &[u8], (first, last, bits): (u8, u8, u8), coded: &[u8]) -> Vec<u8> {
    let mut content = vec![u8::try_from(colours.len()).unwrap()];
    colours.iter().for_each(|id| content.extend([*id, 0]));
    content.extend([first, last, bits]);
    [segment(0xda, &content), coded.to_vec()].concat()
}

/// What stands between the start and the end of a grey picture of 8 × 8 pixels.
pub fn grey_parts() -> Vec<Vec<u8>> {
    vec![
        quantisation(),
        frame(0xc0, 8, 8, 1),
        huffman(0, 0),
        huffman(1, 0),
        scan(&[1], (0, 63, 0), &[0x3f, 0xff, 0x00, 0x5a]),
    ]
}

pub fn jpeg(parts: &[Vec<u8>]) -> Vec<u8> {
    [&[0xff, 0xd8][..], &parts.concat(), &[0xff, 0xd9]].concat()
}

/// Exif with an orientation, a place and a name.
pub fn tiff(turned: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0]);
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0x40]);
    tiff.extend(b"\0\0\0\0 SECRET 42.2847 20.6542 Agim");
    tiff
}

/// Everything that must not be there afterwards.
pub fn jpeg_extras(turned: u8) -> Vec<Vec<u8>> {
    vec![
        segment(0xe0, &[&b"JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01"[..], b"SECRET thumbnail"].concat()),
        segment(0xe0, b"JFXX\0\x10SECRET"),
        segment(0xe1, &[&b"Exif\0\0"[..], &tiff(turned)].concat()),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET</x:xmpmeta>"),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01SECRET display of Agim"),
        segment(0xe2, b"MPF\0SECRET"),
        segment(0xed, b"Photoshop 3.0\x008BIM\x04\x04SECRET"),
        segment(0xee, b"Adobe\0\x64\0\0\0\0\x01SECRET"),
        segment(0xef, b"SECRET"),
        segment(0xfe, b"SECRET comment"),
    ]
}

/// A PNG chunk.
pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let sum = crc(&[kind, content].concat());
    [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], kind, content, &sum.to_be_bytes()].concat()
}

/// Bit by bit, unlike the code that is tested.
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ sum >> 1 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

pub fn header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[&sides[..], &[depth, colour, 0, 0, 0]].concat())
}

/// One grey pixel, stored without packing.
pub fn pixel() -> Vec<u8> {
    chunk(b"IDAT", &[0x78, 0x01, 0x01, 0x02, 0x00, 0xfd, 0xff, 0x00, 0x80, 0x00, 0x82, 0x00, 0x81])
}

pub fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    [&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a][..], &chunks.concat(), &chunk(b"IEND", b"")].concat()
}

pub fn png_extras(turned: u8) -> Vec<Vec<u8>> {
    vec![
        chunk(b"tEXt", b"Author\0SECRET"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET"),
        chunk(b"zTXt", b"Comment\0\0SECRET"),
        chunk(b"iCCP", b"SECRET\0\0x"),
        chunk(b"tIME", b"\x07\xea\x0b\x1b\0\0\0"),
        chunk(b"eXIf", &tiff(turned)),
        chunk(b"acTL", b"\0\0\0\x02\0\0\0\0"),
        chunk(b"prVt", b"SECRET"),
    ]
}

pub fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part == what)
}
