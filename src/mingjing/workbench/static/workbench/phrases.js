// A click puts a phrase where the cursor last stood in its field. Without this script the words are copied by hand.

function insert(button) {
  const field = document.getElementById(button.dataset.into);
  const words = document.getElementById(button.dataset.phrase).textContent;
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  // what keeps or counts the field's text hears of it as of typing
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

for (const button of document.querySelectorAll("[data-phrase]")) {
  if (!document.getElementById(button.dataset.into)) continue;
  button.hidden = false;
  button.addEventListener("click", () => insert(button));
}
