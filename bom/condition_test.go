package bom_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
)

func TestConditionOfAnItem(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), "level,position,select,when,part,quantity,usage\n1,10,optional,VAN,A,1,D20\n2,10,optional,,B,1,M6\n1,20,,,C,1,\n")
	for path, want := range map[string]string{"10": "VAN & D20", "10/10": "VAN & D20 & M6", "20": "true"} {
		assert.Equal(t, want, s.Condition(s.ItemsAt(path)[0]).String())
	}
	assert.Panics(t, func() { new(bom.Structure).Condition(0) })
}
