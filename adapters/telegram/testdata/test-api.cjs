// The npm package telegram-test-api as a server, on a free port that it prints.
const m = require("telegram-test-api");
const Server = m.TelegramServer || m.default || m;
require("node:net").createServer().listen(0, "127.0.0.1", function () {
  const port = this.address().port;
  this.close(() => {
    new Server({ port, host: "127.0.0.1", storeTimeout: 3600 }).start().then(() => console.log(port));
  });
});
