package plangen

import (
	"fmt"
	"strings"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/protobuf/proto"
)

const (
	extract  = plangenv1.Step_STEP_EXTRACT_CONSTRAINTS
	generate = plangenv1.Step_STEP_GENERATE_SOLUTIONS
	verify   = plangenv1.Step_STEP_VERIFY_SOLUTIONS
	selects  = plangenv1.Step_STEP_SELECT_SOLUTION
	workflow = plangenv1.Step_STEP_WORKFLOW

	inProgress = plangenv1.StepStatus_STEP_STATUS_IN_PROGRESS
	complete   = plangenv1.StepStatus_STEP_STATUS_COMPLETE
	errored    = plangenv1.StepStatus_STEP_STATUS_ERROR
)

// What a run of two candidates tells: what is in its log, and between that, what the model writes.
func script() []*plangenv1.StepUpdate {
	return []*plangenv1.StepUpdate{
		{Step: extract, Status: inProgress},
		text(extract, "", 0, "- the meeting "),
		text(extract, "", 14, "is at ten"),
		{Step: extract, Status: complete, Data: &plangenv1.StepData{Constraints: []string{"the meeting is at ten"}}},
		{Step: generate, Status: inProgress},
		started("solution/1"),
		started("solution/2"),
		text(generate, "solution/1", 0, "Monday, "),
		text(generate, "solution/2", 0, "Tuesday, "),
		text(generate, "solution/1", 8, "10:00 – "),
		text(generate, "solution/2", 9, "9:00"),
		text(generate, "solution/1", 18, "10:30"),
		written("solution/1", "Monday, 10:00 – 10:30"),
		written("solution/2", "Tuesday, 9:00"),
		{Step: generate, Status: complete, Data: &plangenv1.StepData{Solutions: []*plangenv1.Solution{
			{CandidateId: "solution/1", Text: "Monday, 10:00 – 10:30"},
			{CandidateId: "solution/2", Text: "Tuesday, 9:00"},
		}}},
		{Step: verify, Status: inProgress},
		{Step: verify, Status: complete},
		{Step: selects, Status: inProgress},
		{Step: selects, Status: complete, Result: &plangenv1.SolveResult{
			SelectedSolution: &plangenv1.SelectedSolution{CandidateId: "solution/1", Text: "Monday, 10:00 – 10:30"},
		}},
	}
}

func text(step plangenv1.Step, candidate string, offset int64, text string) *plangenv1.StepUpdate {
	delta := &plangenv1.TextDelta{CandidateId: candidate, Offset: offset, Text: text}
	return progress(step, &plangenv1.StepProgress{Event: &plangenv1.StepProgress_TextDelta{TextDelta: delta}})
}

func started(candidate string) *plangenv1.StepUpdate {
	event := &plangenv1.CandidateStarted{CandidateId: candidate}
	return progress(generate, &plangenv1.StepProgress{Event: &plangenv1.StepProgress_CandidateStarted{CandidateStarted: event}})
}

func written(candidate, text string) *plangenv1.StepUpdate {
	event := &plangenv1.CandidateCompleted{Solution: &plangenv1.Solution{CandidateId: candidate, Text: text}}
	return progress(
		generate, &plangenv1.StepProgress{Event: &plangenv1.StepProgress_CandidateCompleted{CandidateCompleted: event}})
}

func heartbeat() *plangenv1.StepUpdate {
	return progress(workflow, &plangenv1.StepProgress{Event: &plangenv1.StepProgress_Heartbeat{}})
}

func progress(step plangenv1.Step, progress *plangenv1.StepProgress) *plangenv1.StepUpdate {
	return &plangenv1.StepUpdate{Step: step, Status: inProgress, Progress: progress}
}

func logged(update *plangenv1.StepUpdate) bool {
	return update.GetProgress().GetTextDelta() == nil && update.GetProgress().GetHeartbeat() == nil
}

// readFrom is what a reader of a run gets after a sequence: as the contract has it, a text that was being written then
// comes from its beginning, as one write.
func readFrom(script []*plangenv1.StepUpdate, runID string, after int64) []*plangenv1.StepUpdate {
	var rest []*plangenv1.StepUpdate
	missed := map[string]string{}
	sequence := int64(0)
	for _, scripted := range script {
		update := proto.CloneOf(scripted)
		if logged(update) {
			sequence++
		}
		update.RunId, update.Sequence = runID, sequence
		delta := update.GetProgress().GetTextDelta()
		if delta == nil {
			if sequence > after {
				rest = append(rest, update)
			}
			continue
		}
		name := fmt.Sprint(update.GetStep(), delta.GetCandidateId())
		if sequence < after {
			missed[name] += delta.GetText()
			continue
		}
		if before, ok := missed[name]; ok {
			delta.Offset, delta.Text = 0, before+delta.GetText()
			delete(missed, name)
		}
		rest = append(rest, update)
	}
	return rest
}

// told is what a stream has told, in a form to compare: each update in one line, and of each text all that was added.
type told struct {
	updates []string
	texts   map[string]string
}

func (t *told) add(event Event) {
	switch e := event.(type) {
	case Updated:
		t.updates = append(t.updates, strings.Join([]string{
			fmt.Sprint(e.GetSequence()), e.GetStep().String(), e.GetStatus().String(), e.GetRunId(),
			e.GetProgress().GetCandidateStarted().GetCandidateId(),
			e.GetProgress().GetCandidateCompleted().GetSolution().GetText(),
		}, " "))
	case TextWritten:
		if t.texts == nil {
			t.texts = map[string]string{}
		}
		name := fmt.Sprint(e.Step, e.CandidateID)
		t.texts[name] += e.Text[e.Kept:]
	case Restarted:
		t.updates = append(t.updates, fmt.Sprintf("restarted %s as %s", e.PreviousRunID, e.RunID))
		clear(t.texts)
	}
}
