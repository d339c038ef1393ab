#!/usr/bin/env bash
# find-pull-request.sh: prints the number of the open pull request from a fork whose newest commit is HEAD_SHA, of the branch
# HEAD_BRANCH of HEAD_OWNER; nothing if there is none any more. The event of a fork names no number.
set -euo pipefail
# shellcheck source=examples/ci/scripts/github-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/github-api.sh"

head=$(jq --null-input --raw-output --arg head "$HEAD_OWNER:$HEAD_BRANCH" '$head | @uri')
github_list "pulls?state=open&head=$head" | jq --raw-output --arg sha "$HEAD_SHA" --arg here "$GITHUB_REPOSITORY" '
  [.[] | select(.head.sha == $sha and .head.repo.full_name != $here) | .number]
  | if length == 1 then .[0] else empty end'
