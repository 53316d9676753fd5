// OpenAI's moderation by `openai`: node openai.mjs URL KEY KEY_OF_A_SITE_WITH_ONE_CALL_A_SECOND
import OpenAI from "openai";

const [url, key, brisk] = process.argv.slice(2);
const connect = (apiKey, options = {}) => new OpenAI({ apiKey, baseURL: `${url}/v1`, ...options });
const client = connect(key);

async function attempt(client, input) {
  try {
    return await client.moderations.create({ input });
  } catch (error) {
    const { status, code, param, type, message, requestID } = error;
    return { kind: error.constructor.name, status, code, param, type, message, hasRequestId: Boolean(requestID) };
  }
}

const patient = connect(brisk, { maxRetries: 3 });
await attempt(patient, "One");
console.log(JSON.stringify({
  one: await attempt(client, "You are a stupid idiot."),
  many: await attempt(client, ["Thank you for this article.", "You are a stupid idiot."]),
  parts: await attempt(client, [{ type: "text", text: "You are a" }, { type: "text", text: "stupid idiot." }]),
  image: await attempt(client, [{ type: "image_url", image_url: { url: "https://news.example/a.png" } }]),
  stranger: await attempt(connect("nobody"), "Hello"),
  patient: await attempt(patient, "Two"),
  impatient: await attempt(connect(brisk, { maxRetries: 0 }), "Three"),
}));
