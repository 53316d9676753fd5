// Akismet by `akismet-api`, which puts the key into the host's name: node akismet-api.mjs URL KEY
import dns from "node:dns";
import { AkismetClient } from "akismet-api";

const [url, key] = process.argv.slice(2);
const lookup = dns.lookup;
dns.lookup = (name, options, callback) =>
  lookup(name.endsWith("akismet.test") ? "127.0.0.1" : name, options, callback);

const host = `akismet.test:${new URL(url).port}`;
const client = new AkismetClient({ key, blog: "https://news.example", host, protocol: "http" });
const stranger = new AkismetClient({ key: "nobody", blog: "https://news.example", host, protocol: "http" });

function comment(content, more = {}) {
  return { ip: "192.0.2.7", useragent: "Mozilla/5.0", name: "Bob", content, ...more };
}

console.log(JSON.stringify({
  verified: await client.verifyKey(),
  stranger: await stranger.verifyKey(),
  ham: await client.checkSpam(comment("Thank you, this was a clear and fair article.")),
  spam: await client.checkSpam(comment("CONGRATULATIONS! You have won a FREE prize. Call now to claim your cash, text WIN to 80082")),
  honeypot: await client.checkSpam(comment("Hello", { honeypot: "filled by a robot" })),
  refused: await stranger.checkSpam(comment("Hello")).catch((error) => error.message),
  reported: (await client.submitSpam(comment("Buy now by akismet-api"))).text,
}));
