#!/usr/bin/env bash
# find-plan.sh: finds the plan that was reviewed in the pull request whose merge is GITHUB_SHA, and writes the numbers of its run
# and artefact to GITHUB_OUTPUT; nothing where there is none. Needs PLAN_WORKFLOW (the name of the file of plan.yml).
# That it is the reviewed one is proved later by its signature and by what it says of the file, not by these numbers.
set -euo pipefail
# shellcheck source=examples/ci/scripts/github-api.sh
source "$(dirname "${BASH_SOURCE[0]}")/github-api.sh"

branch=${GITHUB_REF#refs/heads/}
head=$(github_list "commits/$GITHUB_SHA/pulls" | jq --raw-output --arg sha "$GITHUB_SHA" --arg branch "$branch" \
  --arg here "$GITHUB_REPOSITORY" '
  [.[] | select(.merged_at != null and .merge_commit_sha == $sha and .base.ref == $branch and .head.repo.full_name == $here)
       | .head.sha][0] // empty')
if [[ ! $head =~ ^[0-9a-f]{40,64}$ ]]; then
  echo 'No pull request of this repository was merged by this push: there is no reviewed plan.'
  exit 0
fi
run=$(github GET "actions/workflows/$PLAN_WORKFLOW/runs?event=pull_request&status=success&head_sha=$head&per_page=100" |
  jq --raw-output --arg sha "$head" --arg here "$GITHUB_REPOSITORY" '
    [.workflow_runs[] | select(.head_sha == $sha and .head_repository.full_name == $here)]
    | max_by(.run_number) | .id // empty')
if [[ ! $run =~ ^[0-9]+$ ]]; then
  echo "No plan of the commit $head ended well."
  exit 0
fi
artifact=$(github GET "actions/runs/$run/artifacts?name=adsync-plan" |
  jq --raw-output '[.artifacts[] | select(.expired == false)] | max_by(.id) | .id // empty')
if [[ ! $artifact =~ ^[0-9]+$ ]]; then
  echo "The plan of the run $run is not kept any more."
  exit 0
fi
echo "The reviewed plan is the artefact $artifact of the run $run."
printf 'run=%s\nartifact=%s\n' "$run" "$artifact" >>"$GITHUB_OUTPUT"
