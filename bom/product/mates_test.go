package product_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
)

func TestReadMates(t *testing.T) {
	files := bomtest.Scooter()
	p, err := product.Read(files)
	require.NoError(t, err)
	assert.Nil(t, p.Mates)
	number := p.Structure.Item(0).Part
	files["mates.yaml"] = &fstest.MapFile{Data: []byte("mates: [{mate: M-1, if: [\"" + number + "\"], then: [\"" + number + "\"]}]\n")}
	p, err = product.Read(files)
	require.NoError(t, err)
	assert.Equal(t, p.Structure, p.Mates.Structure())
	require.Len(t, p.Mates.Spec().Mates, 1)
	files["mates.yaml"] = &fstest.MapFile{Data: []byte("mates: [{mate: M-1, if: [\"" + number + "X\"], then: [\"" + number + "\"]}]\n")}
	_, err = product.Read(files)
	require.ErrorContains(t, err, "mates.yaml:1:26: mate M-1: the bill has no part "+number+"X")
	delete(files, "bom.csv")
	delete(files, "line.yaml")
	_, err = product.Read(files)
	require.ErrorContains(t, err, "mates.yaml: there is no bom.csv, whose parts it names")
}
