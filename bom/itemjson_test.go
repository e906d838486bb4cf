package bom_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
)

// An item alone has its conditions, as in its bill.
func TestItemsAndSumsAsJSON(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,when,part,name,quantity,usage,station\n1,10,TOW,A,Bar,2,SPORT,S1\n")
	x, err := s.Explode(bomtest.Order(t, cat, "VAN", "D20", "M6", "TOW", "SPORT"), config.Point{})
	require.NoError(t, err)
	item := s.Item(x.IDs()[0])
	text, err := json.Marshal(item)
	require.NoError(t, err)
	const want = `{"path":"10","level":1,"position":"10","part":"A","name":"Bar","quantity":"2","total":"2","unit":"pcs","when":"TOW","usage":"SPORT","station":"S1"}`
	assert.Equal(t, want, string(text))
	sum, err := json.Marshal(x.Flat()[0])
	require.NoError(t, err)
	assert.Equal(t, `{"part":"A","name":"Bar","quantity":"2","unit":"pcs","items":1}`, string(sum))
	bill, err := x.AppendJSON(nil)
	require.NoError(t, err)
	assert.Contains(t, string(bill), want)
	assert.Contains(t, string(bill), string(sum))
	require.ErrorContains(t, json.Unmarshal(text, new(bom.Item)), "never read")
	require.ErrorContains(t, json.Unmarshal(sum, new(bom.PartTotal)), "never read")
	when, err := json.Marshal(item.When)
	require.NoError(t, err)
	assert.Equal(t, `"TOW"`, string(when))
	require.ErrorContains(t, json.Unmarshal(when, &item.When), "rules.Parse")
}
