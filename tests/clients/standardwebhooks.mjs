// Verifies a message by `standardwebhooks`: node standardwebhooks.mjs SECRET HEADERS_AS_JSON BODY
import { Webhook } from "standardwebhooks";

const [secret, headers, body] = process.argv.slice(2);
try {
  console.log(JSON.stringify({ payload: new Webhook(secret).verify(body, JSON.parse(headers)) }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
}
