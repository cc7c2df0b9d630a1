;; Exact dot products of consecutive rows of signed 8-bit values with one question, 16 dimensions a step.
;; `npm run build:kernel` compiles this file to dot-scan.binary.ts.
(module
  (import "host" "memory" (memory 1 65536 shared))

  ;; $row: address of the first row, $dimensions bytes each, a multiple of 16.
  ;; $question: address of the question, widened to 16 bits beforehand so that it is not done for each row.
  ;; $product: address of the 32-bit results, one for each of the $rows rows.
  (func $scan (export "scan")
    (param $row i32) (param $dimensions i32) (param $rows i32) (param $question i32) (param $product i32)
    (local $end i32) (local $at i32) (local $ahead i32) (local $last i32) (local $low v128) (local $high v128)
    (block $done
      (br_if $done (i32.eqz (local.get $rows)))
      (local.set $ahead (local.get $row))
      (local.set $last (i32.sub
        (i32.add (local.get $row) (i32.mul (local.get $rows) (local.get $dimensions)))
        (i32.const 1024)))
      (loop $next_row
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
        (local.set $end (i32.add (local.get $row) (local.get $dimensions)))
        (local.set $at (local.get $question))
        (local.set $low (v128.const i32x4 0 0 0 0))
        (local.set $high (v128.const i32x4 0 0 0 0))
        (loop $next_step
          (local.set $low (i32x4.add (local.get $low)
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row)) (v128.load (local.get $at)))))
          (local.set $high (i32x4.add (local.get $high)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row)) (v128.load offset=16 (local.get $at)))))
          (local.set $row (i32.add (local.get $row) (i32.const 16)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $next_step (i32.lt_u (local.get $row) (local.get $end))))
        (local.set $low (i32x4.add (local.get $low) (local.get $high)))
        (i32.store (local.get $product)
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $low)) (i32x4.extract_lane 1 (local.get $low)))
            (i32.add (i32x4.extract_lane 2 (local.get $low)) (i32x4.extract_lane 3 (local.get $low)))))
        (local.set $product (i32.add (local.get $product) (i32.const 4)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br_if $next_row (local.get $rows)))))

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
