// Renders a template as Ghost does: Handlebars, with Ghost's helper `url`. Prints the page as JSON.
import Handlebars from "handlebars";

const [template, context] = process.argv.slice(2);
const post = JSON.parse(context);
Handlebars.registerHelper("url", ({ hash }) => (hash.absolute === "true" ? post.url : new URL(post.url).pathname));
console.log(JSON.stringify(Handlebars.compile(template)(post)));
