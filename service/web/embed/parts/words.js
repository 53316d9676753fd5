// What the form says. A page translates by attributes: `<fairword-form t-post="Abschicken">`.

const WORDS = {
  "comments": "Comments",
  "loading": "Loading comments…",
  "none": "No comments yet. Be the first.",
  "not-loaded": "The comments can't be shown right now.",
  "again": "Try again",
  "more": "More comments",
  "reply": "Reply",
  "comment": "Comment {n}",
  "reply-to": "Reply to comment {n}",
  "in-reply": "in reply to",
  "replying": "Your reply to",
  "everybody": "Write to everybody instead",
  "name": "Name",
  "email": "E-mail (not shown)",
  "text": "Comment",
  "trap": "Leave this empty",
  "post": "Post comment",
  "posting": "Posting…",
  "no-name": "Please enter your name here",
  "no-text": "Please enter your comment!",
  "left": "{n} characters left",
  "over": "{n} characters too many",
  "approved": "Thank you: your comment is published.",
  "pending": "Thank you. A moderator will look at your comment before it appears.",
  "rejected": "Your comment was not published.",
  "status": "See where your comment stands",
  "appeal": "Read why, and how to object",
  "wrong": "Not posted yet: something is not right.",
  "wait": "That is a lot at once. You can post again in {n} s; your text is kept.",
  "busy": "Comments can't be taken right now. You can try again in {n} s; your text is kept.",
  "ready": "You can post now.",
  "retry": "Please try again now; your text is kept.",
  "no-answer": "No answer came; you may be offline. Your text is kept: please try again, it will not appear twice.",
  "failed": "Something went wrong on our side. Your text is kept: please try again.",
  "too-long": "That is too long to be posted. Your text is kept: please shorten it.",
  "closed": "This article takes no more comments.",
};

// Returns what `element` says for a word, each `{slot}` filled in.
function spoken(element, word, slots = {}) {
  const text = element.getAttribute(`t-${word}`) ?? WORDS[word];
  return text.replace(/\{(\w+)\}/g, (all, slot) => slots[slot] ?? all);
}

// Returns a sentence of the service: the page's own for its code, else as it was sent.
function told(element, code, sentence) {
  return element.getAttribute(`t-code-${code}`) ?? sentence;
}
