use super::*;

fn shown(text: &str) -> Vec<String> {
    quantities(text, Lang::Unstated).iter().map(Quantity::display).collect()
}

#[test]
fn values_limits_ranges_tolerances() {
    for (text, expected) in [
        ("The wall is 5 mm thick.", "{5} mm"),
        ("It shall not exceed 1 000 kg.", "[0, 1000] kg"),
        ("It shall be not less than 1,000 kg.", "[1000, ∞) kg"),
        ("at least 2,5 m", "[2.5, ∞) m"),
        ("no more than 20 °C", "(-∞, 20] Cel"),
        ("less than 3 h", "[0, 3) h"),
        ("between 5 and 10 mm", "[5, 10] mm"),
        ("from 5 mm to 10 mm", "[5, 10] mm"),
        ("5–10 mm", "[5, 10] mm"),
        ("5-10 mm", "[5, 10] mm"),
        ("20 °C ± 2 °C", "[18, 22] Cel"),
        ("(20 ± 2) °C", "[18, 22] Cel"),
        ("a minimum of 3 days", "[3, ∞) d"),
        ("the maximum mass shall be 5 kg", "[0, 5] kg"),
        ("up to 5 kg", "[0, 5] kg"),
        ("5 kg or more", "[5, ∞) kg"),
        ("10, 20 or 50 mm", "{10} ∪ {20} ∪ {50} mm"),
        ("浓度不应大于 0.15 mg/m³。", "[0, 0.15] mg/m3"),
        ("温度不得高于30℃", "(-∞, 30] Cel"),
        ("长度不小于５．５米", "[5.5, ∞) m"),
        ("至少 3 人", "[3, ∞) 1{person}"),
        ("60 周岁以上", "[60, ∞) a{age}"),
        ("30 日内", "[0, 30] d"),
        ("5～10 mm", "[5, 10] mm"),
        ("大于 5 mm 且不大于 10 mm", "(5, 10] mm"),
        ("5 mm 以上 10 mm 以下", "[5, 10] mm"),
        ("费用为 5 万元", "{50000} CNY"),
        ("响应时间应在 2 s 以内", "[0, 2] s"),
        ("不超过 5%", "(-∞, 5] %"),
        ("shall not be below 5 °C", "[5, ∞) Cel"),
        ("应在三个工作日内", "[0, 3] d{working}"),
        ("within five working days", "[0, 5] d{working}"),
        ("at least two exits", "[2, ∞) {exit}"),
        ("3 × 10³ Pa", "{3000} Pa"),
        ("≤ 0.5 %", "(-∞, 0.5] %"),
        ("-5 ℃～40 ℃", "[-5, 40] Cel"),
        ("shall not be between 3 m and 5 m", "[0, 3) ∪ (5, ∞) m"),
        ("at least once every 12 months", "[0, 12] mo"),
        ("不高于零下 18 ℃", "(-∞, -18] Cel"),
        ("at minus 18 °C", "{-18} Cel"),
        ("不得超过百分之三", "(-∞, 3] %"),
        ("百分之九十九点五", "{99.5} %"),
        ("at least 2 in wide", "[2, ∞) [in_i]"),
        ("10 in (254 mm)", "{10} [in_i] {254} mm"),
        ("应至少配备 2 名", "[2, ∞) 1{person}"),
    ] {
        assert_eq!(shown(text).join(" "), expected, "{text}");
    }
}

#[test]
fn values_are_said_in_words() {
    let said = |text: &str| quantities(text, Lang::Unstated).remove(0).in_words(text);
    assert_eq!(said("不应大于 0.10 mg/m³").0, "up to 0.10 mg/m³");
    assert_eq!(said("at least 5,0 m").1, "不小于 5,0 m");
    assert_eq!(said("between 5 and 10 mm").0, "5 mm to 10 mm");
    assert_eq!(said("5 mm、8 mm 或 10 mm").1, "5 mm 或 8 mm 或 10 mm");
    let one = |text: &str| quantities(text, Lang::Unstated).remove(0);
    let beyond = |a: &str, b: &str| one(a).beyond(&one(b), a);
    let gap = beyond("不大于 0.15 mg/m³", "不大于 100 μg/m³");
    assert_eq!(gap.as_deref(), Some("(0.1, 0.15] mg/m³"));
    assert_eq!(beyond("不大于 5 m", "不大于 6 m"), None);
    assert_eq!(beyond("below 10 °C", "below 32 °F").as_deref(), Some("[0, 10) °C"));
}

#[test]
fn an_end_that_is_not_stated_is_taken_from_the_other() {
    let one = |text: &str| quantities(text, Lang::Unstated).remove(0);
    let completed = |a: &str, b: &str| one(a).completed_by(&one(b)).display();
    assert_eq!(completed("26 ℃ or more", "16 ℃～28 ℃"), "[26, 28] Cel");
    assert_eq!(completed("10 ℃ or more", "16 ℃～28 ℃"), "[10, 28] Cel");
    assert_eq!(completed("at most 5 m", "2 m to 300 cm"), "[2, 5] m");
    assert_eq!(completed("at most 1 m", "2 m to 3 m"), "[0, 1] m");
    assert_eq!(completed("16 ℃～28 ℃", "26 ℃ or more"), "[16, 28] Cel");
}

#[test]
fn what_a_prohibition_leaves() {
    let left = |text: &str| quantities(text, Lang::Unstated).remove(0).prohibited().display();
    assert_eq!(left("faster than 15 km/h"), "[0, 15] km/h");
    assert_eq!(left("within 5 min"), "(5, ∞) min");
    assert_eq!(left("5 mm"), "[0, 5) ∪ (5, ∞) mm");
}

#[test]
fn numbers_that_name_something_are_left_out() {
    for text in [
        "see 5.2.1 and Table 3 m",
        "ISO 9001:2015 applies",
        "GB/T 19001-2016 的规定",
        "2020 年 5 月 3 日发布",
        "第 3 章",
        "on 5 May 2021 in the hall",
        "PM2.5 and CO2",
        "见表 1",
        "place 2 in the hall",
        "一次冲水",
        "一个方法",
    ] {
        assert!(shown(text).is_empty(), "{text}: {:?}", shown(text));
    }
}

#[test]
fn relations_are_those_of_the_sets() {
    let one = |text: &str| quantities(text, Lang::Unstated).remove(0);
    let relation = |a: &str, b: &str| one(a).relation(&one(b));
    assert_eq!(relation("not more than 0.15 mg/m³", "不大于 150 μg/m³"), SetRelation::Equal);
    assert_eq!(relation("不大于 0.15 mg/m³", "不大于 0.10 mg/m³"), SetRelation::Superset);
    assert_eq!(relation("at least 5 m", "less than 5 m"), SetRelation::Disjoint);
    assert_eq!(relation("at least 5 m", "5 s"), SetRelation::Incompatible);
    assert_eq!(relation("2 months", "60 days"), SetRelation::NotComparable);
    assert_eq!(relation("2 years", "24 months"), SetRelation::Equal);
    assert_eq!(relation("32 °F", "0 °C"), SetRelation::Equal);
    assert_eq!(relation("0 mm to 5 mm", "not more than 5 mm"), SetRelation::Equal);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_ranges_lie_on_characters(text in "(\\PC|[0-9]|[.,~±%℃ 万第一不于大内-]|mm|not|more than |和|以上| ){0,60}") {
        let all = quantities(&text, Lang::Unstated);
        for found in &all {
            assert!(text.get(found.range.clone()).is_some());
            assert!(text.get(found.figures.clone()).is_some());
            let _ = found.display();
        }
        // Who looks for those near a place goes by their order.
        for pair in all.windows(2) {
            assert!(pair[0].figures.start < pair[1].figures.start, "{all:?}");
            assert!(pair[0].range.start <= pair[1].range.start, "{all:?}");
        }
    }
}
