// The Perspective API by `perspective-api-client`, whose host is fixed: node perspective-api-client.mjs URL KEY
import axios from "axios";
import Perspective from "perspective-api-client";

const [url, key] = process.argv.slice(2);
axios.interceptors.request.use((config) => {
  config.url = config.url.replace("https://commentanalyzer.googleapis.com", url);
  return config;
});
const client = new Perspective({ apiKey: key });
const refused = await client.analyze("Hello", { attributes: ["flirtation"] }).catch((error) => error);

console.log(JSON.stringify({
  rude: await client.analyze("You are a stupid idiot.", { attributes: ["toxicity", "insult"] }),
  refused: { name: refused.name, message: refused.message, status: refused.response.status },
}));
