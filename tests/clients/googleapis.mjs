// The Perspective API by `googleapis`, built from the discovery document: node googleapis.mjs URL KEY
import { google } from "googleapis";

const [url, key] = process.argv.slice(2);
const client = await google.discoverAPI(`${url}/$discovery/rest?version=v1alpha1`);

async function attempt(method, resource, auth = key) {
  try {
    const answer = await client.comments[method]({ key: auth, resource });
    return { data: answer.data };
  } catch (error) {
    return { status: error.status ?? error.code, error: error.response?.data?.error ?? String(error) };
  }
}

const requestedAttributes = { TOXICITY: {} };
console.log(JSON.stringify({
  rude: await attempt("analyze", { comment: { text: "You are a stupid idiot." }, requestedAttributes, languages: ["en"] }),
  empty: await attempt("analyze", { comment: { text: "" }, requestedAttributes }),
  stranger: await attempt("analyze", { comment: { text: "Hello" }, requestedAttributes }, "nobody"),
  suggested: await attempt("suggestscore", {
    comment: { text: "A fair point, thank you." },
    attributeScores: { TOXICITY: { summaryScore: { value: 0 } } },
    clientToken: "comment:node",
  }),
}));
