# Read by .ci/run: runs the tests that need npm's packages, which are in $peers. Each skips what it lacks.
modules=$peers/node_modules
specs=$(cd .. && pwd)/shared/specs

# The date library in Go is built in a module of its own.
if mkdir "$peers/when" && cp bot/booking/testdata/peers/when/main.go "$peers/when/" &&
	(cd "$peers/when" && go mod init when && go get github.com/olebedev/when@v1.1.0 && go mod tidy && go build -o when .) >"$tmp/when.log" 2>&1; then
	export KNEAD_DATE_PEERS=$peers
else
	echo "the date library olebedev/when is not to be had here: no date libraries are compared with"
fi

# A server made of Twilio's own description.
if [ -f "$specs/twilio-v2010.json" ]; then
	prism=$((30000 + RANDOM % 10000))
	"$modules/.bin/prism" mock -h 127.0.0.1 -p "$prism" "$specs/twilio-v2010.json" >"$tmp/prism.log" 2>&1 &
	stop+=("kill $! 2>/dev/null")
	for _ in $(seq 240); do
		if (: >"/dev/tcp/127.0.0.1/$prism") 2>/dev/null; then
			export KNEAD_TEST_PRISM_TWILIO=http://127.0.0.1:$prism
			break
		fi
		sleep 0.5
	done
	[ -n "${KNEAD_TEST_PRISM_TWILIO:-}" ] || echo "Prism does not start here: Twilio's description is not asked"
else
	echo "Twilio's description is not at hand: Prism is not asked"
fi

export KNEAD_TEST_TELEGRAM_PEERS=$peers KNEAD_TEST_TWILIO_NODE=$peers KNEAD_NPM_PEERS=$peers
export KNEAD_TEST_AIMOCK=$modules/.bin/llmock KNEAD_TEST_PRISM=$modules/.bin/prism
beside_others() {
	go test -count=1 -timeout=10m -run 'TestGrammy|TestAgainstTestAPI|TestSign|TestPrism|TestPeers|Aimock' -v \
		./adapters/telegram/... ./adapters/discord ./adapters/sms ./knowledge/... ./bot/booking ./cmd/knead |
		grep -E '^(---|ok|FAIL|panic)|SKIP|_test.go'
}
again beside_others
