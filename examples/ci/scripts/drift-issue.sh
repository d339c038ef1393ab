#!/usr/bin/env bash
# drift-issue.sh FILE true|false: opens one issue with FILE as its text, or updates it; closes it when nothing is left to do.
# It is found by its label and its author, so that nobody else's issue is overwritten. Needs RUN_URL and what github-api.sh needs.
set -euo pipefail
# shellcheck source=examples/ci/scripts/github-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/github-api.sh"

file=$1
drift=$2
label=adsync-drift
author=${COMMENT_AUTHOR:-github-actions[bot]}
number=$(github_list "issues?state=open&labels=$label" | jq --raw-output --arg author "$author" '
  [.[] | select(.pull_request == null and .user.login == $author) | .number][0] // empty')

body=$(mktemp)
trap 'rm -f "$body"' EXIT
if [ "$drift" = true ]; then
  jq --null-input --rawfile text "$file" --arg run "$RUN_URL" --arg tag "$label" '
    { title: "adsync: directory and accounts do not agree", labels: [$tag], body: ($text + "\nSeen by: <" + $run + ">\n") }' >"$body"
  if [ -n "$number" ]; then github PATCH "issues/$number" "$body" >/dev/null; else github POST issues "$body" >/dev/null; fi
  echo 'The issue says what is different.'
elif [ -n "$number" ]; then
  echo '{ "state": "closed", "state_reason": "completed" }' >"$body"
  github PATCH "issues/$number" "$body" >/dev/null
  echo "Nothing is different any more: the issue $number was closed."
fi
