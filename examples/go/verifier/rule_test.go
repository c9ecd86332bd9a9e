package main

import (
	"testing"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func TestRule(t *testing.T) {
	for plan, want := range map[string]plangenv1.Outcome{
		"Here is the proposed time: Monday, 14:30 - 15:00":     plangenv1.Outcome_OUTCOME_PASSED,
		"Here is the proposed time: Monday, 14:45 - 15:15":     plangenv1.Outcome_OUTCOME_VETOED,
		"Here is the proposed time: Monday, 9:30 - 10:00":      plangenv1.Outcome_OUTCOME_PASSED,
		"Either Monday, 9:30 - 10:00 or Monday, 16:00 - 17:00": plangenv1.Outcome_OUTCOME_UNKNOWN,
		"Some time in the afternoon":                           plangenv1.Outcome_OUTCOME_UNKNOWN,
	} {
		response, err := house{}.Verify(t.Context(), &plangenv1.VerifyRequest{Plan: plan})
		if err != nil || response.GetOutcome() != want {
			t.Errorf("%s: %v, %v", plan, response.GetOutcome(), err)
		}
		if hasScore := response.Score != nil; hasScore != (want != plangenv1.Outcome_OUTCOME_UNKNOWN) {
			t.Errorf("%s: score %v", plan, response.Score)
		}
	}
}
