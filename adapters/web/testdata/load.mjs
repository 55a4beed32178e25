// Load from outside: 1,000 open event streams and 200 messages a second against a running knead, by npm's autocannon.
//
//   npm i autocannon        (in any folder outside of the repository)
//   NODE_PATH=that/node_modules node load.mjs http://127.0.0.1:8080 [seconds] [process ID of knead]
//
// Each client has its own session, as a browser has; every answer is looked at, and every stream is still open at the end.
import http from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const autocannon = createRequire(process.env.NODE_PATH + "/")("autocannon");
const [url, seconds = "30", pid] = process.argv.slice(2);
const clients = 1000, perSecond = 200;
const says = [["hello", "assistant"], ["does massage help a stiff neck?", "assage"], ["deep tissue 60 next friday 3pm orlando", "Orlando"],
  ["what is cupping good for?", "upping"], ["where are you?", "Orlando"]];
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

const memory = () => (pid ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024 : NaN).toFixed(0) + " MB";

function post(say, cookie) {
  return new Promise((done, fail) => {
    const req = http.request(url + "/api/messages", { method: "POST", agent, headers: { "Content-Type": "application/json", ...(cookie ? { Cookie: cookie } : {}) } }, (res) => {
      let body = "";
      res.on("data", (d) => (body += d)).on("end", () => done({ body, cookie: res.headers["set-cookie"]?.[0].split(";")[0] }));
    });
    req.on("error", fail).end(JSON.stringify({ say, lang: "en" }));
  });
}

let open = 0;
function stream(cookie) {
  return new Promise((done, fail) => {
    http.get(url + "/api/events", { agent: false, headers: { Cookie: cookie, Accept: "text/event-stream" } }, (res) => {
      if (res.statusCode !== 200) return fail(new Error("stream: " + res.statusCode));
      open++;
      res.on("data", done).on("close", () => open--);
    }).on("error", fail);
  });
}

const before = memory();
const cookies = [];
for (let i = 0; i < clients; i++) cookies.push((await post("hello")).cookie);
for (const c of cookies) await stream(c);
console.log(`${open} streams open; memory ${before} before, ${memory()} now`);

let n = 0, wrong = 0;
const result = await autocannon({
  url, connections: 50, overallRate: perSecond, duration: Number(seconds),
  requests: [{
    method: "POST", path: "/api/messages",
    setupRequest: (req, context) => {
      const [say, has] = says[Math.floor(n / clients) % says.length];
      context.has = has;
      return { ...req, headers: { "Content-Type": "application/json", Cookie: cookies[n++ % clients] }, body: JSON.stringify({ say, lang: "en" }) };
    },
    onResponse: (status, body, context) => {
      if (status !== 200 || !body.includes(context.has)) wrong++;
    },
  }],
});
const l = result.latency;
console.log(`${result.requests.total} messages at ${perSecond} a second: p50 ${l.p50} ms, p99 ${l.p99} ms, worst ${l.max} ms; ${result.errors} errors, ${result.non2xx} refused, ${wrong} wrong; ${open} streams open at the end; memory ${memory()}`);
process.exit(0);
