#!/usr/bin/env bash
# difference.sh REVIEWED AGAIN WHY: prints what is different between two saved plans, as Markdown. REVIEWED may be missing.
# Each change is one line of a fenced block and begins with a sign, so that no name of a person can end the block.
set -euo pipefail

before=$1
if [ ! -f "$before" ]; then before=/dev/null; fi
printf '## The plan was made again\n\nWhy: %s\n\n' "$3"
jq --null-input --raw-output --slurpfile reviewed "$before" --slurpfile again "$2" '
  def plain: (. // "") | tostring | gsub("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]"; "\ufffd") | gsub("#(?=#)"; "# ")
    | if length > 120 then .[:119] + "…" else . end;
  def who: if .email == null or .email == .name then .name | plain else "\(.name | plain) <\(.email | plain)>" end;
  def line($sign): "\($sign) \(.id | plain)  \(.operations | join(", ") | plain): \(who), \(.group | plain)\(
    if .held != null then " (held)" else "" end)";
  def meaning: [.target, .operations, .before, .after, .held];
  def bound: if length > 400 then .[:400] + ["… and \(length - 400) more: see plan.json"] else . end;
  ($reviewed[0].changes // [] | map({ key: .id, value: . }) | from_entries) as $old
  | ($again[0].changes | map({ key: .id, value: . }) | from_entries) as $new
  | [$new[] | select($old[.id] == null)] as $added
  | [$old[] | select($new[.id] == null)] as $gone
  | [$new[] | select($old[.id] != null and ($old[.id] | meaning) != meaning)] as $other
  | "\($added | length) changes were not reviewed, \($gone | length) reviewed ones are not planned any more, \(
     $other | length) come out otherwise, \(($new | length) - ($added | length) - ($other | length)) are as reviewed.\n",
    "````diff",
    ([($added[] | line("+")), ($other[] | line("!")), ($gone[] | line("-"))] | bound[]),
    "````\n"'
