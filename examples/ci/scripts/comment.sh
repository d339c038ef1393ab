#!/usr/bin/env bash
# comment.sh FILE: makes FILE the comment of the pull request, or updates the one that it made before.
# Its own comment begins with the same hidden first line, and was written by COMMENT_AUTHOR: anybody can copy the line.
# Needs PULL_REQUEST and what github-api.sh needs.
set -euo pipefail
# shellcheck source=examples/ci/scripts/github-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/github-api.sh"

file=$1
author=${COMMENT_AUTHOR:-github-actions[bot]}
if [[ ! $PULL_REQUEST =~ ^[0-9]+$ ]]; then
  echo 'PULL_REQUEST is no number.' >&2
  exit 1
fi
IFS= read -r marker <"$file" || true
if [[ ! $marker =~ ^'<!-- '.+' -->'$ ]]; then
  echo "$file does not begin with a hidden line by which the comment could be found again." >&2
  exit 1
fi

body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq --null-input --rawfile text "$file" '{ body: $text }' >"$body"

id=$(github_list "issues/$PULL_REQUEST/comments" | jq --raw-output --arg marker "$marker" --arg author "$author" '
  [.[] | select(.user.login == $author)
       | select((.body | split("\n")[0] | rtrimstr("\r")) == $marker) | .id][0] // empty')
if [ -n "$id" ]; then
  github PATCH "issues/comments/$id" "$body" >/dev/null
  echo "The comment $id was updated."
else
  github POST "issues/$PULL_REQUEST/comments" "$body" >/dev/null
  echo 'A comment was made.'
fi
