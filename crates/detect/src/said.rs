//! Figures and words of explanations.

use std::collections::BTreeMap;

use kulla_record::kind::signal::Explanation;

/// A value with at most three decimals and no zeros behind them: `3.42`, `4`.
pub(crate) fn figure(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Why, as a code with its facts and as a whole in English.
pub(crate) fn explanation<const N: usize>(
    code: &str,
    facts: [(&str, String); N],
    text: String,
) -> Explanation {
    let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value));
    Explanation {
        code: code.to_owned(),
        facts: facts.collect::<BTreeMap<_, _>>(),
        text,
        rest: Default::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn a_figure_has_no_zeros_that_say_nothing() {
        let said: Vec<String> = [3.42, 4.0, 0.1 + 0.2, -0.000_1, 120.0].into_iter().map(figure).collect();
        assert_eq!(said, ["3.42", "4", "0.3", "0", "120"]);
    }
}
