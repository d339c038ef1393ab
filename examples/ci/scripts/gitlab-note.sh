#!/usr/bin/env bash
# gitlab-note.sh FILE: makes FILE a note of the merge request, or updates the one that it made before. Its own note begins with
# the same hidden first line, and was written by the user of GITLAB_TOKEN: anybody can copy the line.
set -euo pipefail
# shellcheck source=examples/ci/scripts/gitlab-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/gitlab-api.sh"

file=$1
IFS= read -r marker <"$file" || true
if [[ ! $marker =~ ^'<!-- '.+' -->'$ ]]; then
  echo "$file does not begin with a hidden line by which the note could be found again." >&2
  exit 1
fi
body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq --null-input --rawfile text "$file" '{ body: $text }' >"$body"

notes="projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
author=$(gitlab GET user | jq .id)
id=$(gitlab_list "$notes" | jq --raw-output --arg marker "$marker" --argjson author "$author" '
  [.[] | select(.author.id == $author) | select((.body | split("\n")[0] | rtrimstr("\r")) == $marker) | .id][0] // empty')
if [ -n "$id" ]; then
  gitlab PUT "$notes/$id" "$body" >/dev/null
  echo "The note $id was updated."
else
  gitlab POST "$notes" "$body" >/dev/null
  echo 'A note was made.'
fi
