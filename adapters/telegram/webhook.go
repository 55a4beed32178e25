package telegram

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// maxUpdate is the longest update that is read, in bytes.
	maxUpdate = 1 << 20
	// secretHeader is where Telegram repeats the secret that setWebhook was given.
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	// checkHook is how often it is looked whether the webhook is still ours.
	checkHook = 5 * time.Minute
	// connections is how many updates Telegram may deliver at once.
	connections = 40
)

type (
	setWebhook struct {
		URL    string   `json:"url"`
		Secret string   `json:"secret_token"`
		Kinds  []string `json:"allowed_updates"`
		Most   int      `json:"max_connections"`
	}
	webhookInfo struct {
		URL       string `json:"url"`
		ErrorDate int64  `json:"last_error_date"`
		Error     string `json:"last_error_message"`
	}
)

// Webhook returns the handler of updates that Telegram delivers by HTTPS; mount it at WebhookPath. It
// answers 200 once the reply has gone out, so what is not answered comes again: 401 without the secret, 413 over 1 MB,
// 503 while Run does not run.
func (a *Adapter) Webhook() http.Handler { return http.HandlerFunc(a.hook) }

// WebhookPath returns the path at which Webhook is to be mounted, empty when updates are polled.
func (a *Adapter) WebhookPath() string {
	u, err := url.Parse(a.c.Webhook.URL)
	if err != nil || a.c.Webhook.URL == "" {
		return ""
	}
	return "/" + strings.TrimPrefix(u.Path, "/")
}

func (a *Adapter) hook(w http.ResponseWriter, r *http.Request) {
	given := r.Header.Get(secretHeader)
	switch {
	case a.c.Webhook.URL == "":
		http.Error(w, "no webhook", http.StatusNotFound)
		return
	case subtle.ConstantTimeCompare([]byte(given), []byte(a.c.Webhook.Secret)) != 1:
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		status := http.StatusBadRequest
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, "unreadable", status)
		return
	}
	if !json.Valid(raw) {
		http.Error(w, "not JSON", http.StatusBadRequest)
		return
	}
	run := a.handler.Load()
	if run == nil {
		w.Header().Set("Retry-After", "5")
		http.Error(w, "not open yet", http.StatusServiceUnavailable)
		return
	}
	// The work outlives this request: if Telegram gives up waiting, it delivers again and finds it done.
	done, _ := run.accept(raw)
	select {
	case <-done:
		if err := a.window.trim(); err != nil {
			a.c.Log.LogAttrs(r.Context(), slog.LevelError, "journal", slog.String("error", err.Error()))
		}
		w.WriteHeader(http.StatusOK)
	case <-r.Context().Done():
	case <-run.gone:
		http.Error(w, "closing", http.StatusServiceUnavailable)
	}
}

// keepWebhook sets the webhook and keeps it set until ctx ends. It stays when knead stops: Telegram keeps updates for a
// day and delivers them to the next start.
func (a *Adapter) keepWebhook(ctx context.Context) {
	for try := 0; ctx.Err() == nil; {
		wait := checkHook
		if err := a.checkWebhook(ctx); err != nil {
			if ctx.Err() != nil {
				return
			}
			a.trouble.met(ctx, err)
			wait = a.pauseAfter(err, try)
			try++
		} else {
			a.trouble.over(ctx)
			try = 0
		}
		_ = sleep(ctx, wait) // the loop sees the end of ctx
	}
}

// checkWebhook sets the webhook at the first call, and again when it was changed.
func (a *Adapter) checkWebhook(ctx context.Context) error {
	first := !a.hooked.Load()
	if !first {
		var info webhookInfo
		if err := a.api.call(ctx, "getWebhookInfo", nil, &info); err != nil {
			return err
		}
		if at := time.Unix(info.ErrorDate, 0); info.Error != "" && a.c.Now().Sub(at) < checkHook {
			a.c.Log.LogAttrs(ctx, slog.LevelWarn, "telegram cannot reach the webhook", slog.String("error", describe(a.c.Token, info.Error)),
				slog.String("hint", "is telegram.webhook reachable from outside, by https with a valid certificate, and does the proxy pass the path on?"))
		}
		if info.URL == a.c.Webhook.URL {
			return nil
		}
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "the webhook was changed by another program with this token, and is set again",
			slog.String("host", hostOf(info.URL)), slog.String("hint", "stop the other program, or give this one a bot of its own at @BotFather"))
	}
	err := a.api.call(ctx, "setWebhook", setWebhook{URL: a.c.Webhook.URL, Secret: string(a.c.Webhook.Secret), Kinds: a.kinds(), Most: connections}, nil)
	if err == nil {
		a.hooked.Store(true)
	}
	return err
}

// takeWebhookDown makes way for polling. Nothing that waits at Telegram is dropped.
func (a *Adapter) takeWebhookDown(ctx context.Context) {
	var info webhookInfo
	if err := a.api.call(ctx, "getWebhookInfo", nil, &info); err == nil {
		if info.URL == "" {
			return
		}
		a.c.Log.LogAttrs(ctx, slog.LevelWarn, "a webhook was set and is taken down, since this knead polls", slog.String("host", hostOf(info.URL)),
			slog.String("hint", "if another program set it, stop that one or give this one a bot of its own"))
	}
	if err := a.courtesy(ctx, "deleteWebhook", nil); err != nil && ctx.Err() == nil {
		a.trouble.met(ctx, err)
	}
}

// hostOf is the part of an address that may be logged: a path may be somebody's secret.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "(none)"
	}
	return u.Host
}
