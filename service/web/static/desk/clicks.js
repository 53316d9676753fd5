// The second click of a double click is not meant for what has come under the pointer meanwhile.

export function takeDoubleClicksAsOne(root) {
  root.addEventListener("click", (event) => {
    if (event.detail < 2 || !event.target.closest("button")) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
}
