#!/bin/sh
# Makes an alert rule, lists all rules, deletes it again.
#   sh rules.sh URL TOKEN
set -eu
url=$1/api/v1
ask() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $2" -H 'Content-Type: application/json' -X "$1" "$url$3" ${4:+--data "$4"}; echo; }

made=$(ask POST "$2" /alert-rules '{
  "symbol": "BTC/USDT", "severity": "info", "mode": "once",
  "condition": { "type": "price_above", "price": 100000000 } }')
echo "$made"
id=$(echo "$made" | sed 's/.*"rule_id":\([0-9]*\).*/\1/')
ask GET "$2" /alert-rules
ask DELETE "$2" "/alert-rules/$id"
