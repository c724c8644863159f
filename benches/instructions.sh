#!/bin/sh
# Instructions of fixed pieces of work under valgrind, beside what is expected of them: unlike times
# they are the same on a busy machine. More than the tolerance is a regression: exit 1.
#
#   benches/instructions.sh            compare with benches/instructions.tsv
#   benches/instructions.sh --update   take what was counted as expected from now on
#
# PROGRAM names another program than target/release/consonance.
set -eu
cd "$(dirname "$0")/.."
program=${PROGRAM:-target/release/consonance}
expected=benches/instructions.tsv
tolerance=2 # per cent
command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed" >&2; exit 0; }
[ -x "$program" ] || { echo "build it first: cargo build --release" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk 'BEGIN { for (n = 1; n <= 2000; n++) {
    printf "ISO %d:2015\nGB/T %d.%d-2019\nISO/IEC TR %d-%d:2005/Amd 1:2010\nT/EXAMPLE %d-2021\n", n, n, n % 9 + 1, n, n % 9 + 1, n
    printf "BS EN ISO %d:2015+A1:2018\nIEC 60079-%d:2015\nRFC %d\nITU-T X.%d (02/2021)\n", n, n % 40, n, n
} }' > "$work/identifiers.txt"

mkdir "$work/catalogue"
awk -v to="$work/catalogue/all.yaml" 'BEGIN { for (n = 1; n <= 3000; n++) {
    printf "---\nstandard: GB/T %d-2019\ntitle: {zh: 产品 %d 技术要求, en: \"Product %d: requirements\"}\nstatus: current\n", n, n, n > to
    printf "dates: {published: 2019-03-01, effective: 2019-10-01}\nreferences:\n  normative: [" > to
    for (r = 1; r <= 8; r++) printf "GB/T %d-2019, ", (n * 7919 + r * 104729) % 3000 + 1 > to
    printf "\"ISO %d:1999\"]\n  informative: [GB/T %d]\n", n, n % 3000 + 1 > to
} }'

awk 'BEGIN {
    print "standard: T/EXAMPLE 1-2021\ntitle: {zh: 服务评价通则, en: General principles}\nstatus: draft\nreferences:\n  normative: [GB/T 99901-2016]\nclauses:"
    for (n = 1; n <= 400; n++) {
        printf "  - number: \"%d\"\n    title: {zh: 要求, en: Requirements}\n    text:\n", n
        printf "      zh: 室内噪声不应大于 %d dB(A)。测量按 GB/T 99901-2016 中 5.%d 的规定进行，见 %d。\n", n % 60 + 30, n % 9 + 1, n % 400 + 1
        printf "      en: The noise shall not exceed %d dB(A). It should be measured as GB/T 99901-2016, 5.%d says.\n", n % 60 + 30, n % 9 + 1
    }
}' > "$work/draft.yaml"
sed -e 's/EXAMPLE 1-2021/EXAMPLE 1-2025/' -e 's/shall not exceed 4/should not exceed 4/' "$work/draft.yaml" > "$work/later.yaml"

# The instructions of one run; its own exit code does not matter.
count() {
    input=$1
    shift
    valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
        "$program" "$@" < "$input" 2>&1 >/dev/null | sed -n 's/.*I *refs: *//p' | tr -d ,
}

: > "$work/counted.tsv"
measure() {
    name=$1
    shift
    printf '%s\t%s\n' "$name" "$(count "$@")" >> "$work/counted.tsv"
}

measure version /dev/null --version
measure identifiers "$work/identifiers.txt" id --format json
measure draft /dev/null check "$work/draft.yaml" --as-of 2026-01-01 --threads 1 --format json
measure catalogue /dev/null check "$work/catalogue" --as-of 2026-01-01 --threads 1 -qq
measure graph /dev/null graph --corpus "$work/catalogue" --threads 1 --format json
measure editions /dev/null diff "$work/draft.yaml" "$work/later.yaml" --threads 1 --format json

if [ "${1:-}" = --update ]; then
    { echo "# Instructions counted by benches/instructions.sh"; cat "$work/counted.tsv"; } > "$expected"
fi
awk -F '\t' -v tolerance=$tolerance '
    FNR == NR { if ($1 !~ /^#/) expected[$1] = $2; next }
    FNR == 1 { print "| Work | Instructions | Expected | Difference |\n|---|---:|---:|---:|" }
    {
        difference = expected[$1] ? ($2 / expected[$1] - 1) * 100 : 0
        word = difference > tolerance ? " more than allowed" : (difference < -tolerance ? " less: --update" : "")
        printf "| %s | %.1f M | %.1f M | %+.1f %%%s |\n", $1, $2 / 1e6, expected[$1] / 1e6, difference, word
        if (difference > tolerance) bad = 1
    }
    END { exit bad }
' "$expected" "$work/counted.tsv"
