// Akismet by `@cedx/akismet`: node cedx-akismet.mjs URL KEY
import { Author, Blog, CheckResult, Client, Comment } from "@cedx/akismet";

const [url, key] = process.argv.slice(2);
const blog = new Blog({ url: "https://news.example/", charset: "UTF-8", languages: ["en"] });
const client = new Client(key, blog, { baseUrl: url });
const stranger = new Client("nobody", blog, { baseUrl: url });
const names = Object.fromEntries(Object.entries(CheckResult).map(([name, value]) => [value, name]));

function comment(content, author = {}) {
  return new Comment({
    author: new Author({ ipAddress: "192.0.2.7", name: "Alice", userAgent: "Mozilla/5.0", ...author }),
    content,
    context: ["ferry", "harbour"],
    type: "comment",
  });
}

async function check(...args) {
  return names[await client.checkComment(comment(...args))];
}

console.log(JSON.stringify({
  verified: await client.verifyKey(),
  stranger: await stranger.verifyKey(),
  ham: await check("Thank you, this was a clear and fair article."),
  spam: await check("CONGRATULATIONS! You have won a FREE prize. Call now to claim your cash, text WIN to 80082"),
  test: await check("Thank you.", { name: "viagra-test-123" }),
  administrator: await check("Buy cheap viagra now", { role: "administrator" }),
  refused: await stranger.checkComment(comment("Hello")).catch((error) => error.message),
  reported: (await client.submitSpam(comment("Buy now by node")), await client.submitHam(comment("Fair by node")), true),
}));
