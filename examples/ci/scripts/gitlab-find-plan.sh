#!/usr/bin/env bash
# gitlab-find-plan.sh FILE: writes the plan that was reviewed in the merge request whose merge is CI_COMMIT_SHA to FILE; nothing
# where there is none. That it is the reviewed one is proved later by its signature, and by what it says of the file.
set -euo pipefail
# shellcheck source=examples/ci/scripts/gitlab-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/gitlab-api.sh"

project="projects/$CI_PROJECT_ID"
request=$(gitlab_list "$project/repository/commits/$CI_COMMIT_SHA/merge_requests" |
  jq --raw-output --arg sha "$CI_COMMIT_SHA" --arg branch "$CI_COMMIT_BRANCH" --argjson here "$CI_PROJECT_ID" '
    [.[] | select(.state == "merged" and .target_branch == $branch and .source_project_id == $here)
         | select([.merge_commit_sha, .squash_commit_sha, .sha] | index($sha)) | .iid][0] // empty')
if [ -z "$request" ]; then
  echo 'No merge request of this project was merged by this push: there is no reviewed plan.'
  exit 0
fi
pipeline=$(gitlab_list "$project/merge_requests/$request/pipelines" |
  jq --raw-output '[.[] | select(.source == "merge_request_event" and .status == "success")] | max_by(.id) | .id // empty')
if [ -z "$pipeline" ]; then
  echo "No plan of the merge request $request ended well."
  exit 0
fi
job=$(gitlab_list "$project/pipelines/$pipeline/jobs" |
  jq --raw-output '[.[] | select(.name == "plan" and .status == "success")] | max_by(.id) | .id // empty')
if [ -z "$job" ] || ! gitlab GET "$project/jobs/$job/artifacts/plan.json" >"$1"; then
  rm -f "$1"
  echo "The plan of the pipeline $pipeline is not kept any more."
  exit 0
fi
echo "The reviewed plan is of the job $job."
