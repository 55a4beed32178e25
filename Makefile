# make check is what CI runs.
GO          = go
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOLANGCI    = $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: check fmt vet lint test pair golden fuzz bench train build
check: fmt vet lint pair test

fmt:    ; @test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run: gofmt -w ."; exit 1; }
vet:    ; $(GO) vet ./... && $(STATICCHECK) ./...
lint:   ; $(GOLANGCI) run
# Under the race detector, with PostgreSQL and processes that are killed, one package takes six minutes: the limit leaves a slow machine room.
test:   ; $(GO) test -race -shuffle=on -count=1 -timeout=30m ./...
# The SQLite driver is generated for one version of its libc: another one may corrupt data.
pair:   ; @sh .ci/pair
golden: ; KNEAD_UPDATE=1 $(GO) test ./... && git diff --stat
fuzz:   ; @sh .ci/fuzz 30s
bench:  ; $(GO) test -run '^$$' -bench . -benchmem ./...
train:  ; $(GO) run ./bot/triage/train && $(GO) run ./bot/booking/train
build:  ; CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o knead ./cmd/knead
