# shellcheck shell=bash
# For scripts that talk to GitHub: needs GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN. Needs curl 7.76 or newer, and jq.
shopt -s inherit_errexit

# METHOD PATH [FILE]: one call below the repository; the answer goes to stdout. The token is in no list of processes.
github() {
  local method=$1 path=$2 options=(--silent --show-error --fail-with-body --max-time 60)
  # A call that writes is not made twice: nobody knows what became of the first.
  if [ "$method" = GET ]; then options+=(--retry 3); else options+=(--request "$method"); fi
  if [ $# -gt 2 ]; then options+=(--header 'Content-Type: application/json' --data-binary "@$3"); fi
  curl "${options[@]}" --header 'Accept: application/vnd.github+json' \
    --header 'X-GitHub-Api-Version: 2022-11-28' \
    --config <(printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN") \
    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$path"
}

# PATH: every page of a list, as one list.
github_list() {
  local path=$1 page=1 answer joined='?'
  case $path in *\?*) joined='&' ;; esac
  while :; do
    answer=$(github GET "$path${joined}per_page=100&page=$page") || return 1
    printf '%s\n' "$answer"
    if [ "$(jq length <<<"$answer")" -lt 100 ]; then break; fi
    page=$((page + 1))
  done | jq --slurp 'add'
}
