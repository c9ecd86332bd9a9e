package plangen

import (
	"maps"
	"strings"
	"unicode/utf8"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

// texts assembles what is being written.
type texts map[textName]*growing

type textName struct {
	step                  plangenv1.Step
	candidateID, verifier string
}

type growing struct {
	text string
	told string // to the caller

	// behind is set from a resumption until the text is past what was told of it: the server sends it from its beginning
	// then, perhaps in pieces.
	behind bool
}

// write applies a delta, a write at an offset. It returns false if there is nothing to tell of it.
func (t texts) write(update *plangenv1.StepUpdate) (TextWritten, bool) {
	delta := update.GetProgress().GetTextDelta()
	name := textName{update.GetStep(), delta.GetCandidateId(), delta.GetVerifier()}
	text, ok := t[name]
	if !ok {
		text = &growing{}
		t[name] = text
	}
	text.text = text.text[:min(int(delta.GetOffset()), len(text.text))] + delta.GetText()
	if text.text == text.told || text.behind && strings.HasPrefix(text.told, text.text) {
		return TextWritten{}, false
	}
	text.behind = false
	kept := common(text.told, text.text)
	text.told = text.text
	return TextWritten{
		RunID: update.GetRunId(), Step: name.step, CandidateID: name.candidateID, Verifier: name.verifier,
		Text: text.text, Kept: kept,
	}, true
}

// resume is told that what follows begins anew.
func (t texts) resume() {
	for _, text := range t {
		text.behind = true
	}
}

// forget drops the texts of a step that is complete.
func (t texts) forget(step plangenv1.Step) {
	maps.DeleteFunc(t, func(name textName, _ *growing) bool { return name.step == step })
}

// common returns how many bytes two texts have in common at their beginning, in whole code points.
func common(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}
