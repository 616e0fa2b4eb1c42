#!/bin/sh
# hledger (the oracle of balances), Chromium (the journeys) and LibreOffice (recalculates our Excel
# files): installed where that is allowed, else said in one line, with what is left out.
missing=""
command -v hledger >/dev/null 2>&1 || missing="hledger"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc-nogui"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    (apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q $missing) >/tmp/saldo-tools.log 2>&1 && exit 0
fi
echo "Without $missing the balance oracle, the browser journeys or the recalculation of Excel files are left out; to get them: sudo apt-get install $missing"
