//! Why a pair has the score it has, word by word.

use rustc_hash::FxHashMap;

use super::engine::{Comparison, Ranked};
use super::fold::fold;
use super::list::Item;
use super::token::{Channel, Scratch, Tokenizer};

/// A word that both clauses have.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedFeature {
    /// The stem, in the language in which the two sides meet.
    pub word: String,
    /// What it adds to the similarity of text, in 0..1.
    pub share: f32,
    /// How rare it is: its inverse document frequency.
    pub rarity: f32,
}

/// Why a pair has the score it has.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Left clause, by its place.
    pub left: usize,
    /// Right clause, by its place.
    pub right: usize,
    /// Its rank among the candidates of the left clause, from 1, with score and evidence; `None`
    /// where it is no candidate.
    pub ranked: Option<(usize, Ranked)>,
    /// Cosine of the texts.
    pub text: f32,
    /// Words in common, the strongest first.
    pub shared: Vec<SharedFeature>,
    /// The rarest words that only the left clause has.
    pub left_only: Vec<String>,
    /// The rarest words that only the right clause has.
    pub right_only: Vec<String>,
    /// The left clause's other candidates that stand before or right behind it, best first.
    pub rivals: Vec<Ranked>,
}

/// Words named on either side at most.
const NAMED: usize = 12;

impl Comparison<'_> {
    /// Explains a pair, whether or not it is a candidate.
    #[must_use]
    pub fn explain(&self, left: usize, right: usize) -> Explanation {
        let ours = words(&self.tokenizers.0, &self.left.items[left]);
        let theirs = words(&self.tokenizers.1, &self.right.items[right]);
        let weight = |row: (&[u32], &[f32]), place: u32| {
            row.0.binary_search(&place).map_or(0.0, |at| row.1[at])
        };
        let mut shared = Vec::new();
        let mut left_only = Vec::new();
        for word in &ours {
            let place = self.space.place(Channel::Words, word);
            let rarity = self.space.idf(place);
            if theirs.contains(word) {
                let share = weight(self.space.left.row(left), place)
                    * weight(self.space.right.row(right), place);
                shared.push(SharedFeature { word: word.clone(), share, rarity });
            } else {
                left_only.push((rarity, word.clone()));
            }
        }
        let mut right_only: Vec<(f32, String)> = theirs
            .iter()
            .filter(|word| !ours.contains(word))
            .map(|word| (self.space.idf(self.space.place(Channel::Words, word)), word.clone()))
            .collect();
        shared.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.word.cmp(&b.word)));
        let name = |words: &mut Vec<(f32, String)>| {
            words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            words.drain(..).map(|(_, word)| word).take(NAMED).collect()
        };
        let ranked = &self.ranked[left];
        let rank = ranked.iter().position(|it| it.right == right);
        Explanation {
            left,
            right,
            ranked: rank.map(|at| (at + 1, ranked[at].clone())),
            text: self.space.cosine(left, right).clamp(0.0, 1.0),
            shared,
            left_only: name(&mut left_only),
            right_only: name(&mut right_only),
            rivals: ranked
                .iter()
                .filter(|it| it.right != right)
                .take(rank.unwrap_or(3).clamp(3, 5))
                .cloned()
                .collect(),
        }
    }
}

/// The words of an item, each once, in order of appearance.
fn words(tokenizer: &Tokenizer, item: &Item<'_>) -> Vec<String> {
    let mut seen: FxHashMap<String, ()> = FxHashMap::default();
    let mut all = Vec::new();
    let mut scratch = Scratch::default();
    for text in std::iter::once(&item.title).chain(&item.text).chain(&item.further) {
        tokenizer.features(&fold(text), &mut scratch, &mut |channel, word, _| {
            if channel == Channel::Words && seen.insert(word.to_owned(), ()).is_none() {
                all.push(word.to_owned());
            }
        });
    }
    all
}
