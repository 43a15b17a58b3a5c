#!/usr/bin/env bash
# Brings translations/*.ts up to date with the texts of the sources. Says how many wait for a
# translator.
set -euo pipefail
cd "$(dirname "$0")/.."
lupdate=/usr/lib/qt6/bin/lupdate # Debian's plain "lupdate" may be Qt 5's
[[ -x $lupdate ]] || lupdate=lupdate
"$lupdate" -silent -I . -locations none -no-obsolete ui app/studio -ts translations/taloscope_zh_CN.ts
"$lupdate" -silent -I . -locations none -no-obsolete -pluralonly ui app/studio \
    -ts translations/taloscope_en.ts
grep -c 'type="unfinished"' translations/*.ts || true
