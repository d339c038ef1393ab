# shellcheck shell=bash
# For scripts that talk to Azure DevOps: needs SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECTID and SYSTEM_ACCESSTOKEN. Needs curl 7.76
# or newer, and jq.
shopt -s inherit_errexit

# METHOD PATH [FILE]: one call of the project; the answer goes to stdout. The token is in no list of processes.
azure() {
  azure_at "$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_apis/$2" "$1" "${@:3}"
}

# ADDRESS METHOD [FILE]
azure_at() {
  local address=$1 method=$2 options=(--silent --show-error --fail-with-body --max-time 60)
  # A call that writes is not made twice: nobody knows what became of the first.
  if [ "$method" = GET ]; then options+=(--retry 3); else options+=(--request "$method"); fi
  if [ $# -gt 2 ]; then options+=(--header 'Content-Type: application/json' --data-binary "@$3"); fi
  curl "${options[@]}" --config <(printf 'header = "Authorization: Bearer %s"\n' "$SYSTEM_ACCESSTOKEN") "$address"
}
