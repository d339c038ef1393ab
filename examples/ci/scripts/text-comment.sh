#!/usr/bin/env bash
# text-comment.sh FILE: prints a comment that shows FILE, which a stranger wrote, as text. Each line stands inside a fence and
# behind four blanks, so that none can end the fence; what is invisible or turns text round is replaced.
# The first line is our own: nobody else's comment is overwritten by what the file says. Needs RUN_URL.
set -euo pipefail

cat <<TOP
<!-- adsync plan of a fork -->
## adsync plan of a fork

> [!WARNING]
> The code of the pull request wrote this text, from a snapshot. Do not rely on it: read what the pull request changes.

TOP
# A comment holds 65,536 characters.
jq --raw-input --slurp --raw-output '
  def shown: gsub("\r"; "") | gsub("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]"; "\ufffd") | gsub("`"; "\u02cb");
  split("\n") | map("    " + shown) | join("\n") | .[:60000]' "$1" | {
  echo '````text'
  cat
  echo '````'
}
printf '\nThe run: <%s>\n' "$RUN_URL"
