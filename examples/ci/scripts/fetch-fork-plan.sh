#!/usr/bin/env bash
# fetch-fork-plan.sh FILE: writes the text that the run RUN_ID of a fork has left to FILE. Nothing in the artefact is believed:
# only plan.txt is taken out of it, and no more of it than a comment holds; no file of the archive is ever written as itself.
set -euo pipefail
# shellcheck source=examples/ci/scripts/github-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/github-api.sh"

most_archive=1000000
most_text=60000
if [[ ! $RUN_ID =~ ^[0-9]+$ ]]; then
  echo 'RUN_ID is no number.' >&2
  exit 1
fi
artifact=$(github GET "actions/runs/$RUN_ID/artifacts?name=adsync-plan-fork" | jq --raw-output --argjson most "$most_archive" '
  [.artifacts[] | select(.name == "adsync-plan-fork" and .expired == false and .size_in_bytes <= $most) | .id][0] // empty')
if [[ ! $artifact =~ ^[0-9]+$ ]]; then
  echo 'The run has left no text of a size that is taken.'
  exit 0
fi

archive=$(mktemp)
trap 'rm -f "$archive"' EXIT
# The answer leads to another host, which must not get the token: curl sends it to no other.
curl --silent --show-error --fail --location --max-time 60 --max-filesize "$most_archive" --output "$archive" \
  --config <(printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN") \
  "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/artifacts/$artifact/zip"
# `head` ends what unpacks to more than that; unzip then ends with an error, which is none here.
{ unzip -p "$archive" plan.txt 2>/dev/null || true; } | head --bytes "$most_text" >"$1"
