#!/usr/bin/env bash
# apply-reviewed.sh REVIEWED FOLDER [STATE]: applies the plan REVIEWED. Where it does not hold any more, because it is too old,
# made for another state of the file, spent, gone, or partly stale, it plans again. If there is something to do, FOLDER then
# holds plan.json, plan.xlsx and plan.md, and difference.md, what is different from REVIEWED: they need a second approval.
# Ends with 0 then, too; with what adsync ended with when something is wrong. A plan that was altered is never planned again.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
reviewed=$1
folder=$2
state=${3:-.adsync}
mkdir -p "$folder"
said=$(mktemp)
outcome=$(mktemp)
trap 'rm -f "$said" "$outcome"' EXIT

plan_again() { # WHY
  echo "The plan is made again: $1"
  local code=0
  npx --no-install adsync plan --state-dir "$state" --detailed-exitcode --out "$folder/plan.json" \
    --excel "$folder/plan.xlsx" --markdown "$folder/plan.md" || code=$?
  case $code in
    0)
      rm -f "$folder/plan.json"
      echo 'There is nothing left to do.'
      exit 0
      ;;
    2)
      bash "$here/difference.sh" "$reviewed" "$folder/plan.json" "$1" >"$folder/difference.md"
      echo 'The second plan waits for an approval of its own.'
      exit 0
      ;;
    *) exit "$code" ;;
  esac
}

if [ ! -f "$reviewed" ]; then plan_again 'there is no reviewed plan.'; fi

code=0
npx --no-install adsync apply "$reviewed" --yes --json --state-dir "$state" >"$outcome" 2>"$said" || code=$?
cat "$said" >&2
# One line for the whole, and one for each change that was not made.
jq --raw-output 'def plain: (. // "") | tostring | gsub("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]"; "\ufffd") | gsub("#(?=#)"; "# ");
  (.text | plain), (.outcomes[] | select(.result != "done") | "- \(.change | plain) \(.result | plain): \(.text | plain)")' "$outcome"
case $code in
  0) ;;
  3)
    stale=$(jq '.results.stale' "$outcome")
    if [ "$stale" -gt 0 ]; then plan_again "$stale of its changes were stale, and not made."; fi
    ;;
  4)
    refusal=$(sed -n 's/^error \([A-Z_]*\) .*/\1/p' "$said" | head -n 1)
    case $refusal in
      PLAN_TOO_OLD) plan_again 'the reviewed one is older than maxPlanAge.' ;;
      PLAN_OTHER_FILE) plan_again 'the reviewed one was made for another state of the file.' ;;
      PLAN_SPENT) plan_again 'the reviewed one was applied before.' ;;
      PLAN_VERSION) plan_again 'the reviewed one was made by another version of adsync.' ;;
    esac
    ;;
esac
exit "$code"
