//! What the owner of an affected document has to do.

use crate::bilingual;
use crate::corpus::{Effect, Event};
use crate::model::Status;
use crate::source::Bilingual;

/// How much an owner is asked for, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Urgency {
    /// The document is no longer right when it happens.
    Act,
    /// The document stays right, but somebody has to decide whether it follows.
    Decide,
    /// It depends on documents that will change.
    Look,
    /// It only names the document.
    Note,
    /// It is no longer in force itself.
    None,
}

impl Urgency {
    pub(super) const ALL: [Self; 5] = [Self::Act, Self::Decide, Self::Look, Self::Note, Self::None];

    /// The word in JSON.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Decide => "decide",
            Self::Look => "look",
            Self::Note => "note",
            Self::None => "none",
        }
    }

    pub(super) fn explain(self) -> Bilingual {
        match self {
            Self::Act => bilingual!("must act", "须处理"),
            Self::Decide => bilingual!("must decide", "须决定"),
            Self::Look => bilingual!("should check", "应检查"),
            Self::Note => bilingual!("for information", "知悉"),
            Self::None => bilingual!("nothing to do", "无须处理"),
        }
    }
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Duty {
    ReplaceReference,
    DecideAdoption,
    Rejoin,
    CheckNewEdition,
    AdoptNewEdition,
    CarryOver,
    CheckAmendment,
    AdoptAmendment,
    CheckFit,
    ChangeDraft,
    MoveReference,
    TakeInAmendment,
    CheckItself,
    UpdateBibliography,
    Nothing,
}

impl Duty {
    /// By what the event means for a document, and where that document stands itself.
    pub(super) fn of(effect: Effect, event: Event, status: Status) -> Self {
        let duty = match (effect, event) {
            (Effect::CitesWithdrawn, _) => Self::ReplaceReference,
            (Effect::AdoptsWithdrawn, _) => Self::DecideAdoption,
            (Effect::HangsOnWithdrawn, _) => Self::Rejoin,
            (Effect::Follows, Event::Amended) => Self::CheckAmendment,
            (Effect::Follows, _) => Self::CheckNewEdition,
            (Effect::Stays, Event::Amended) => Self::TakeInAmendment,
            (Effect::Stays, _) => Self::MoveReference,
            (Effect::AdoptsOld, Event::Amended) => Self::AdoptAmendment,
            (Effect::AdoptsOld, _) => Self::AdoptNewEdition,
            (Effect::HangsOnOld, Event::Amended) => Self::CheckFit,
            (Effect::HangsOnOld, _) => Self::CarryOver,
            (Effect::ForInformation, _) => Self::UpdateBibliography,
            (Effect::Indirect, _) => Self::CheckItself,
        };
        match status {
            Status::Withdrawn | Status::Replaced => Self::Nothing,
            Status::Draft if duty.urgency() <= Urgency::Decide => Self::ChangeDraft,
            _ => duty,
        }
    }

    pub(super) fn urgency(self) -> Urgency {
        match self {
            Self::MoveReference | Self::TakeInAmendment => Urgency::Decide,
            Self::CheckItself => Urgency::Look,
            Self::UpdateBibliography => Urgency::Note,
            Self::Nothing => Urgency::None,
            _ => Urgency::Act,
        }
    }

    /// The word in JSON.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::ReplaceReference => "replace_reference",
            Self::DecideAdoption => "decide_adoption",
            Self::Rejoin => "rejoin",
            Self::CheckNewEdition => "check_new_edition",
            Self::AdoptNewEdition => "adopt_new_edition",
            Self::CarryOver => "carry_over",
            Self::CheckAmendment => "check_amendment",
            Self::AdoptAmendment => "adopt_amendment",
            Self::CheckFit => "check_fit",
            Self::ChangeDraft => "change_draft",
            Self::MoveReference => "move_reference",
            Self::TakeInAmendment => "take_in_amendment",
            Self::CheckItself => "check_itself",
            Self::UpdateBibliography => "update_bibliography",
            Self::Nothing => "nothing",
        }
    }

    /// What to do, in words; `successor` is the new document where there is one.
    pub(super) fn explain(self, successor: Option<&str>) -> Bilingual {
        let by = match successor {
            Some(by) => Bilingual::new(by, by),
            None => bilingual!("the new edition", "新版本"),
        };
        let (en, zh) = (by.en, by.zh);
        match self {
            Self::ReplaceReference => bilingual!(
                "replace the reference or take it out, by amendment or in a new edition",
                "以修改单或新版本替换或删除该引用"
            ),
            Self::DecideAdoption => bilingual!(
                "withdraw the adoption, move it to a successor, or keep the text as a document of its own",
                "废止该采用文件、改为采用后继文件，或作为自有文件保留"
            ),
            Self::Rejoin => bilingual!(
                "withdraw it too, or join it to another document",
                "一并废止，或改附于其他文件"
            ),
            Self::CheckNewEdition => Bilingual::new(
                format!(
                    "check it against {en}, which the undated reference means from its publication on"
                ),
                format!("对照 {zh} 检查：不注日期引用自其发布起即指新版本"),
            ),
            Self::AdoptNewEdition => Bilingual::new(
                format!("adopt {en}, or say why the old edition is kept"),
                format!("采用 {zh}，或说明保留旧版本的理由"),
            ),
            Self::CarryOver => Bilingual::new(
                format!("carry it over to {en}, or withdraw it"),
                format!("转附于 {zh}，或废止"),
            ),
            Self::CheckAmendment => bilingual!(
                "check that it holds with the amendment, which the undated reference takes in",
                "检查在修改后是否仍成立：不注日期引用包括修改单"
            ),
            Self::AdoptAmendment => bilingual!(
                "adopt the amendment too, or declare the difference",
                "同样采用该修改单，或声明差异"
            ),
            Self::CheckFit => {
                bilingual!("check that it fits the amended text", "检查是否仍适合修改后的文本")
            }
            Self::ChangeDraft => {
                bilingual!("change the draft before it is published", "在发布前修改草案")
            }
            Self::MoveReference => Bilingual::new(
                format!("decide at the next review whether the dated reference moves to {en}"),
                format!("在下次复审时决定注日期引用是否改为 {zh}"),
            ),
            Self::TakeInAmendment => bilingual!(
                "decide whether the dated reference takes in the amendment",
                "决定注日期引用是否包括该修改单"
            ),
            Self::CheckItself => bilingual!(
                "check that it holds when the document it depends on has changed",
                "所依赖的文件变动后，检查自身是否仍成立"
            ),
            Self::UpdateBibliography => bilingual!(
                "bring the bibliography up to date at the next revision",
                "下次修订时更新参考文献"
            ),
            Self::Nothing => bilingual!("it is no longer in force itself", "自身已失效"),
        }
    }
}
