package bom_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/confspace/confspace/bom/internal/bomtest"
)

func ExampleStructure_ItemsOf() {
	s := exampleStructure(exampleCatalog())
	for _, id := range s.ItemsOf("SPOKE") {
		item := s.Item(id)
		fmt.Println(item.Path, item.Total)
	}
	for _, id := range s.ItemsAt("10") {
		fmt.Println(s.Item(id).Path, s.Item(id).Part)
	}
	// Output:
	// 20/10 72 pcs
	// 10 F-ST
	// 10 F-AL
}

func TestNamesOfItems(t *testing.T) {
	s := bomtest.Structure(t, bomtest.Van(t), "level,position,part,quantity\n1,10,A,1\n2,5,B,1\n1,20,A,2\n")
	assert.Equal(t, []string{"10", "10/5", "20", "20/5", "5"}, s.Names())
	assert.Len(t, s.ItemsAt("5"), 2, "a code that is no path")
	assert.Len(t, s.ItemsAt("20/5"), 1)
	assert.Nil(t, s.ItemsAt("30"))
	assert.Len(t, s.ItemsOf("B"), 2)
	assert.Nil(t, s.ItemsOf("C"))
}
