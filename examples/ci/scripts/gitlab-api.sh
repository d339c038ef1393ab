# shellcheck shell=bash
# For scripts that talk to GitLab: needs CI_API_V4_URL, CI_PROJECT_ID and GITLAB_TOKEN. Needs curl 7.76 or newer, and jq.
shopt -s inherit_errexit

# METHOD PATH [FILE]: one call; the answer goes to stdout. The token is in no list of processes.
gitlab() {
  local method=$1 path=$2 options=(--silent --show-error --fail-with-body --max-time 60)
  # A call that writes is not made twice: nobody knows what became of the first.
  if [ "$method" = GET ]; then options+=(--retry 3); else options+=(--request "$method"); fi
  if [ $# -gt 2 ]; then options+=(--header 'Content-Type: application/json' --data-binary "@$3"); fi
  curl "${options[@]}" --config <(printf 'header = "PRIVATE-TOKEN: %s"\n' "$GITLAB_TOKEN") "$CI_API_V4_URL/$path"
}

# PATH: every page of a list, as one list.
gitlab_list() {
  local path=$1 page=1 answer
  while :; do
    answer=$(gitlab GET "$path?per_page=100&page=$page") || return 1
    printf '%s\n' "$answer"
    if [ "$(jq length <<<"$answer")" -lt 100 ]; then break; fi
    page=$((page + 1))
  done | jq --slurp 'add'
}
