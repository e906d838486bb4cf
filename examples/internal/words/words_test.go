package words

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNumber(t *testing.T) {
	for want, got := range map[string]string{
		"0 stations":     Number(0, "station"),
		"1 station":      Number(1, "station"),
		"2 stations":     Number(2, "station"),
		"1 family":       Number(1, "family"),
		"2 families":     Number(2, "family"),
		"1 part number":  Number(1, "part number"),
		"12,000 options": Of("12,000", "option"),
	} {
		assert.Equal(t, want, got)
	}
}
