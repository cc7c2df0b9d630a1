;; Exact dot products of consecutive rows of signed 8-bit values with one question, 32 dimensions a step.
;; `npm run build:kernel` compiles this file to dot-scan.binary.ts.
(module
  (import "host" "memory" (memory 1 65536 shared))

  ;; $row: address of the first row, $dimensions bytes each, a multiple of 32.
  ;; $question: address of the question, widened to 16 bits beforehand so that it is not done for each row.
  ;; $product: address of the 32-bit results, one for each of the $rows rows.
  (func $scan (export "scan")
    (param $row i32) (param $dimensions i32) (param $rows i32) (param $question i32) (param $product i32)
    (local $end i32) (local $at i32) (local $ahead i32) (local $last i32)
    (local $second i32) (local $third i32) (local $fourth i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $question_part v128)
    (local.set $ahead (local.get $row))
    (local.set $last (i32.sub
      (i32.add (local.get $row) (i32.mul (local.get $rows) (local.get $dimensions)))
      (i32.const 1024)))
    ;; Four rows at a time, so that the question is read once for them.
    (block $fours_done
      (loop $next_four
        (br_if $fours_done (i32.lt_u (local.get $rows) (i32.const 4)))
        ;; Many rows lie in no cache: a byte of each line of the next kilobyte is read at once, so that their waits overlap.
        (if (i32.le_u (local.get $ahead) (local.get $row)) (then
          (if (i32.le_u (local.get $row) (local.get $last)) (then
            (drop (i32.load8_u offset=0 (local.get $row))) (drop (i32.load8_u offset=64 (local.get $row)))
            (drop (i32.load8_u offset=128 (local.get $row))) (drop (i32.load8_u offset=192 (local.get $row)))
            (drop (i32.load8_u offset=256 (local.get $row))) (drop (i32.load8_u offset=320 (local.get $row)))
            (drop (i32.load8_u offset=384 (local.get $row))) (drop (i32.load8_u offset=448 (local.get $row)))
            (drop (i32.load8_u offset=512 (local.get $row))) (drop (i32.load8_u offset=576 (local.get $row)))
            (drop (i32.load8_u offset=640 (local.get $row))) (drop (i32.load8_u offset=704 (local.get $row)))
            (drop (i32.load8_u offset=768 (local.get $row))) (drop (i32.load8_u offset=832 (local.get $row)))
            (drop (i32.load8_u offset=896 (local.get $row))) (drop (i32.load8_u offset=960 (local.get $row)))))
          (local.set $ahead (i32.add (local.get $row) (i32.const 1024)))))
        (local.set $second (i32.add (local.get $row) (local.get $dimensions)))
        (local.set $third (i32.add (local.get $second) (local.get $dimensions)))
        (local.set $fourth (i32.add (local.get $third) (local.get $dimensions)))
        (local.set $end (local.get $second))
        (local.set $at (local.get $question))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $c (v128.const i32x4 0 0 0 0))
        (local.set $d (v128.const i32x4 0 0 0 0))
        (loop $next_step
          (local.set $question_part (v128.load offset=0 (local.get $at)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $row)) (local.get $question_part))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $second)) (local.get $question_part))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $third)) (local.get $question_part))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $fourth)) (local.get $question_part))))
          (local.set $question_part (v128.load offset=16 (local.get $at)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row)) (local.get $question_part))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $second)) (local.get $question_part))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $third)) (local.get $question_part))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $fourth)) (local.get $question_part))))
          (local.set $question_part (v128.load offset=32 (local.get $at)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $row)) (local.get $question_part))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $second)) (local.get $question_part))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $third)) (local.get $question_part))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $fourth)) (local.get $question_part))))
          (local.set $question_part (v128.load offset=48 (local.get $at)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $row)) (local.get $question_part))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $second)) (local.get $question_part))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $third)) (local.get $question_part))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $fourth)) (local.get $question_part))))
          (local.set $row (i32.add (local.get $row) (i32.const 32)))
          (local.set $second (i32.add (local.get $second) (i32.const 32)))
          (local.set $third (i32.add (local.get $third) (i32.const 32)))
          (local.set $fourth (i32.add (local.get $fourth) (i32.const 32)))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (br_if $next_step (i32.lt_u (local.get $row) (local.get $end))))
        ;; The lanes of each added up, all four side by side.
        (local.set $a (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $b))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $b))))
        (local.set $c (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c) (local.get $d))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c) (local.get $d))))
        (v128.store (local.get $product) (i32x4.add
          (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $a) (local.get $c))
          (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $a) (local.get $c))))
        (local.set $row (local.get $fourth))
        (local.set $product (i32.add (local.get $product) (i32.const 16)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 4)))
        (br $next_four)))
    (block $done
      (loop $next_row
        (br_if $done (i32.eqz (local.get $rows)))
        (local.set $end (i32.add (local.get $row) (local.get $dimensions)))
        (local.set $at (local.get $question))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (loop $next_step
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $row)) (v128.load offset=0 (local.get $at)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row)) (v128.load offset=16 (local.get $at)))))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $row)) (v128.load offset=32 (local.get $at)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $row)) (v128.load offset=48 (local.get $at)))))
          (local.set $row (i32.add (local.get $row) (i32.const 32)))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (br_if $next_step (i32.lt_u (local.get $row) (local.get $end))))
        (local.set $a (i32x4.add (local.get $a) (local.get $b)))
        (i32.store (local.get $product)
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
            (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))
        (local.set $product (i32.add (local.get $product) (i32.const 4)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $next_row))))

  ;; Products of some rows, each in place of the row's number: $list is the address of $count numbers of 32 bits, counted from
  ;; the row at $row on. The others: as above.
  (func (export "pick")
    (param $row i32) (param $dimensions i32) (param $count i32) (param $question i32) (param $list i32)
    (local $ahead i32) (local $aheadEnd i32) (local $stop i32) (local $at i32) (local $end i32)
    (local.set $stop (i32.add (local.get $list) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (br_if $done (i32.eqz (local.get $count)))
      (loop $next
        ;; Rows lie apart: a byte of each line of the next eight is read at once.
        (if (i32.ge_u (local.get $list) (local.get $ahead)) (then
          (local.set $ahead (local.get $list))
          (local.set $aheadEnd (i32.add (local.get $list) (i32.const 32)))
          (if (i32.gt_u (local.get $aheadEnd) (local.get $stop)) (then (local.set $aheadEnd (local.get $stop))))
          (loop $next_ahead
            (local.set $at (i32.add (local.get $row) (i32.mul (i32.load (local.get $ahead)) (local.get $dimensions))))
            (local.set $end (i32.add (local.get $at) (local.get $dimensions)))
            (loop $next_line
              (drop (i32.load8_u (local.get $at)))
              (local.set $at (i32.add (local.get $at) (i32.const 64)))
              (br_if $next_line (i32.lt_u (local.get $at) (local.get $end))))
            (local.set $ahead (i32.add (local.get $ahead) (i32.const 4)))
            (br_if $next_ahead (i32.lt_u (local.get $ahead) (local.get $aheadEnd))))))
        (call $scan
          (i32.add (local.get $row) (i32.mul (i32.load (local.get $list)) (local.get $dimensions)))
          (local.get $dimensions) (i32.const 1) (local.get $question) (local.get $list))
        (local.set $list (i32.add (local.get $list) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $next (local.get $count))))))
