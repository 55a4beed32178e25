// A bot on grammY, an independent Bot API client, for the test of our own server: it does what it is told and says what
// came of it. Arguments: base address, token, and the port of a webhook or nothing for polling.
const { Bot, InlineKeyboard, GrammyError, webhookCallback } = require("grammy");
const http = require("node:http");

const [base, token, port] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot: base } });

// tell runs f and says how it went, in words that the test compares.
async function tell(ctx, f) {
  try {
    await f();
    await ctx.reply("fine");
  } catch (e) {
    if (!(e instanceof GrammyError)) throw e;
    const wait = e.parameters.retry_after ? ` (wait ${e.parameters.retry_after})` : "";
    await ctx.reply(`${e.error_code} ${e.description}${wait}`);
  }
}

bot.command("start", (ctx) => ctx.reply("<b>Hello</b> &amp; welcome", {
  parse_mode: "HTML",
  reply_markup: new InlineKeyboard().text("Go", "go:1").url("Page", "https://example.test/"),
}));
bot.hears("empty", (ctx) => tell(ctx, () => ctx.reply(" ")));
bot.hears("long", (ctx) => tell(ctx, () => ctx.reply("x".repeat(4097))));
bot.hears("longest", (ctx) => tell(ctx, () => ctx.reply("<b>" + "x".repeat(4096) + "</b>", { parse_mode: "HTML" })));
bot.hears("markup", (ctx) => tell(ctx, () => ctx.reply("<b>open", { parse_mode: "HTML" })));
bot.hears("data", (ctx) => tell(ctx, () => ctx.reply("x", { reply_markup: new InlineKeyboard().text("x", "x".repeat(65)) })));
bot.hears("sms", (ctx) => tell(ctx, () => ctx.reply("x", { reply_markup: new InlineKeyboard().url("x", "sms:1") })));
bot.hears("edit", (ctx) => tell(ctx, async () => {
  const m = await ctx.reply("same");
  await ctx.api.editMessageText(ctx.chat.id, m.message_id, "same");
}));
bot.hears("old", (ctx) => tell(ctx, () => ctx.api.answerCallbackQuery("123")));
bot.hears("topic", (ctx) => tell(ctx, () => ctx.reply("x", { message_thread_id: 9 })));
bot.hears("answer", (ctx) => tell(ctx, () => ctx.reply("x", { reply_parameters: { message_id: 999999 } })));
bot.hears("flood", (ctx) => tell(ctx, () => ctx.reply("x")));
bot.hears("commands", (ctx) => tell(ctx, () => ctx.api.setMyCommands([{ command: "Big", description: "x" }])));
bot.hears("die", () => process.exit(7));
bot.on("callback_query:data", async (ctx) => {
  await ctx.answerCallbackQuery("ok");
  await ctx.editMessageText("pressed " + ctx.callbackQuery.data);
});
bot.on("edited_message:text", (ctx) => ctx.reply("edited: " + ctx.editedMessage.text));
bot.on("message:text", (ctx) => ctx.reply("echo: " + ctx.message.text));
bot.catch((e) => { console.error(String(e.error)); process.exit(1); });

if (port) {
  const server = http.createServer(webhookCallback(bot, "http", { secretToken: "right-secret" }));
  server.listen(Number(port), "127.0.0.1", async () => {
    await bot.init();
    const { port } = server.address();
    await bot.api.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: process.env.SECRET || "right-secret" });
  });
} else {
  bot.start({ drop_pending_updates: false }).catch((e) => {
    console.error(`${e.error_code} ${e.description}`);
    process.exit(9);
  });
}
