#!/usr/bin/env bash
# azure-comment.sh FILE: makes FILE a comment of the pull request, or updates the one that it made before. Its own is in a thread
# that bears the hidden first line as a property, and was written by the identity of the job: anybody can set the property.
set -euo pipefail
# shellcheck source=examples/ci/scripts/azure-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/azure-api.sh"

file=$1
IFS= read -r marker <"$file" || true
if [[ ! $marker =~ ^'<!-- '.+' -->'$ ]]; then
  echo "$file does not begin with a hidden line by which the comment could be found again." >&2
  exit 1
fi
body=$(mktemp)
trap 'rm -f "$body"' EXIT
threads="git/repositories/$BUILD_REPOSITORY_ID/pullRequests/$SYSTEM_PULLREQUEST_PULLREQUESTID/threads"
version='api-version=7.1'

author=$(azure_at "${SYSTEM_COLLECTIONURI}_apis/connectionData" GET | jq --raw-output .authenticatedUser.id)
found=$(azure GET "$threads?$version" | jq --raw-output --arg marker "$marker" --arg author "$author" '
  [.value[] | select(.isDeleted != true and .properties["adsync.marker"]["$value"] == $marker)
    | select(.comments[0].author.id == $author) | "\(.id)/comments/\(.comments[0].id)"][0] // empty')
if [ -n "$found" ]; then
  jq --null-input --rawfile text "$file" '{ content: $text }' >"$body"
  azure PATCH "$threads/$found?$version" "$body" >/dev/null
  echo 'The comment was updated.'
else
  # Closed, so that it holds up no pull request whose comments must be resolved.
  jq --null-input --rawfile text "$file" --arg marker "$marker" '{
    comments: [{ parentCommentId: 0, content: $text, commentType: "text" }], status: "closed",
    properties: { "adsync.marker": { "$type": "System.String", "$value": $marker } } }' >"$body"
  azure POST "$threads?$version" "$body" >/dev/null
  echo 'A comment was made.'
fi
