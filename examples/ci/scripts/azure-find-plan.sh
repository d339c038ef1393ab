#!/usr/bin/env bash
# azure-find-plan.sh: finds the build that planned the pull request whose merge is BUILD_SOURCEVERSION, and sets the output
# variable reviewedBuild to its number; to nothing where there is none. That it is the reviewed plan is proved later by its
# signature, and by what it says of the file.
set -euo pipefail
# shellcheck source=examples/ci/scripts/azure-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/azure-api.sh"

found() {
  echo "##vso[task.setvariable variable=reviewedBuild;isOutput=true]$1"
}

body=$(mktemp)
trap 'rm -f "$body"' EXIT
jq --null-input --arg sha "$BUILD_SOURCEVERSION" '{ queries: [{ type: "lastMergeCommit", items: [$sha] }] }' >"$body"
request=$(azure POST "git/repositories/$BUILD_REPOSITORY_ID/pullrequestquery?api-version=7.1" "$body" |
  jq --raw-output --arg sha "$BUILD_SOURCEVERSION" --arg branch "$BUILD_SOURCEBRANCH" '
    [.results[][$sha] // [] | .[] | select(.status == "completed" and .targetRefName == $branch and .forkSource == null)
      | .pullRequestId][0] // empty')
if [[ ! $request =~ ^[0-9]+$ ]]; then
  echo 'No pull request was merged by this push: there is no reviewed plan.'
  found ''
  exit 0
fi
build=$(azure GET "build/builds?definitions=$SYSTEM_DEFINITIONID&branchName=refs/pull/$request/merge&statusFilter=completed&resultFilter=succeeded&queryOrder=finishTimeDescending&\$top=1&api-version=7.1" |
  jq --raw-output '.value[0].id // empty')
if [[ ! $build =~ ^[0-9]+$ ]]; then
  echo "No plan of the pull request $request ended well, or none is kept."
  found ''
  exit 0
fi
echo "The reviewed plan is of the build $build."
found "$build"
